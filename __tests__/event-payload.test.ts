import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { eventPayload } from '../src/event-payload.ts'
import { temporaryDirectory } from './support/programs.ts'

async function payloadOf(text: string): Promise<object> {
  const path = join(await temporaryDirectory(), 'event.json')
  await writeFile(path, text)
  return eventPayload(path)
}

test('what the event said; nothing where the runner says of none', async () => {
  expect(await payloadOf('{ "release": { "tag_name": "v1" } }')).toEqual({ release: { tag_name: 'v1' } })
  expect(await eventPayload(undefined)).toEqual({})
  expect(await eventPayload('')).toEqual({})
  expect(await eventPayload(join(await temporaryDirectory(), 'none'))).toEqual({})
})

test.each(['', '{', '1', 'null', '"text"'])(
  'an event of %j is an error: a stranger might stand in it',
  async (text) => {
    await expect(payloadOf(text)).rejects.toMatchObject({
      code: 'INPUT',
      message: expect.stringContaining('GITHUB_EVENT_PATH'),
    })
  },
)

test('an event that cannot be read is an error too', async () => {
  await expect(eventPayload(await temporaryDirectory())).rejects.toMatchObject({ code: 'INPUT' })
})
