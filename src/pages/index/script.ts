/**
 * What the page does beyond being read: its buttons copy commands. Without it, or without the right to write to the
 * clipboard, the commands are selected, or are simply there.
 */
export const SCRIPT = `
'use strict'
for (const button of document.querySelectorAll('button[hidden]')) {
  const pre = button.parentElement.querySelector('pre')
  const status = button.parentElement.querySelector('[role=status]')
  const say = (text) => {
    button.textContent = text
    status.textContent = text === 'Copy' ? '' : text
  }
  const select = () => {
    const selection = getSelection()
    selection.removeAllRanges()
    const range = document.createRange()
    range.selectNodeContents(pre)
    selection.addRange(range)
    return document.execCommand('copy')
  }
  let timer
  button.hidden = false
  button.addEventListener('click', async () => {
    const text = Array.from(pre.querySelectorAll('span'), (line) => line.textContent).join('').trimEnd()
    let copied
    try {
      await navigator.clipboard.writeText(text)
      copied = true
    } catch {
      copied = select()
    }
    say(copied ? 'Copied' : 'Selected')
    clearTimeout(timer)
    timer = setTimeout(say, 2000, 'Copy')
  })
}
`
