/** What happened in a conversation, so many minutes after the beginning. */
export interface Happened {
  /** Which conversation. */
  readonly of: number;
  readonly what: 'asks' | 'answers' | 'closes';
  readonly minute: number;
}

interface Wait {
  readonly seconds: number;
  readonly isFirst: boolean;
}

/** What figures come to, from a story as it happened, one thing after another. */
export function amountsOf(story: readonly Happened[]) {
  const all = [...new Set(story.map(({ of }) => of))].map((of) => told(story.filter((one) => one.of === of)));
  const replies = all.flatMap((one) => one.replies);
  return {
    inbound: story.filter(({ what }) => what === 'asks').length,
    byMembers: story.filter(({ what }) => what === 'answers').length,
    begun: all.filter(({ isBegun }) => isBegun).length,
    firstReplies: average(replies.filter(({ isFirst }) => isFirst)),
    replies: average(replies),
    closed: average(all.flatMap((one) => one.closings)),
  };
}

function told(story: readonly Happened[]) {
  const [replies, closings]: [Wait[], Wait[]] = [[], []];
  let [waiting, open]: (number | undefined)[] = [];
  let isFirst = true;
  for (const { what, minute } of story)
    if (what === 'asks') {
      waiting ??= minute;
      open ??= minute;
    } else if (what === 'answers') {
      if (waiting !== undefined) replies.push({ seconds: 60 * (minute - waiting), isFirst });
      [waiting, isFirst] = [undefined, false];
    } else {
      if (open !== undefined) closings.push({ seconds: 60 * (minute - open), isFirst: true });
      [open, isFirst] = [undefined, true];
    }
  return { replies, closings, isBegun: story.some(({ what }) => what === 'asks') };
}

const average = (waits: readonly Wait[]) => {
  const seconds = waits.reduce((all, wait) => all + wait.seconds, 0);
  return [waits.length, waits.length === 0 ? null : seconds / waits.length];
};
