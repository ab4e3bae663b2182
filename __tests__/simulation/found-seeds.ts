/** Seeds that failed once, and what they found. Each goes on to be played; add yours. */
export const FOUND_SEEDS: readonly (readonly [seed: number, what: string])[] = [
  [27, 'a first publish that came between the reads of another'],
  [10803, 'an old file that a second attempt used while a collector was at it'],
  [700005570, 'a rebuild that wrote an older copy over a head that came meanwhile'],
  [2089774899, 'a page whose channels stood in another order after each run'],
  [707720999, 'a source that a run of several channels did not renew'],
  [579943969, 'a rebuild from the copy of a first publish that stopped, and that stopped too'],
  [
    1363980803,
    'an architecture whose creator stopped, and whose package two jobs replaced in turn, without noarch packages',
  ],
  [1224452742, 'a source from which an older view of the suite took an architecture'],
]
