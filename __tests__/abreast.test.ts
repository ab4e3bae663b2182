import { expect, test } from '@jest/globals'
import { setImmediate as turn } from 'node:timers/promises'
import { abreast, together } from '../src/abreast.ts'

test('so many at a time, and the results in the order of the things', async () => {
  let [running, most] = [0, 0]
  const results = await abreast([5, 1, 4, 2, 3], 2, async (turns) => {
    most = Math.max(most, (running += 1))
    for (let passed = 0; passed < turns; passed += 1) await turn()
    running -= 1
    return turns * 10
  })
  expect({ results, most }).toEqual({ results: [50, 10, 40, 20, 30], most: 2 })
})

test('what fails first is thrown, and nothing new begins after it', async () => {
  const begun: number[] = []
  const failed = abreast([1, 2, 3, 4, 5], 2, async (thing) => {
    begun.push(thing)
    if (thing === 2) throw new Error('two')
    for (let passed = 0; passed < 5; passed += 1) await turn()
  })
  await expect(failed).rejects.toThrow('two')
  for (let passed = 0; passed < 20; passed += 1) await turn()
  expect(begun).toEqual([1, 2])
})

test('nothing to do is done at once', async () => {
  expect(await abreast([], 4, () => Promise.reject(new Error('never')))).toEqual([])
})

test('what fails is thrown when everything that was begun together has ended', async () => {
  let isDone = false
  const slow = new Promise<void>((resolve) => {
    setTimeout(() => {
      isDone = true
      resolve()
    }, 20)
  })
  await expect(together([Promise.reject(new Error('first')), slow])).rejects.toThrow('first')
  expect(isDone).toBe(true)
  expect(await together([Promise.resolve(1), Promise.resolve(2)])).toEqual([1, 2])
})
