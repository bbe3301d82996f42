import { type Brand, type Written, written } from './letter.ts';

/** Proves that mail leaves this installation and arrives; sent by `stoa doctor` and from the settings. */
export function testMessage(facts: { brand: Brand; sentBy: string; sentAt: Date }): Written {
  const { brand, sentBy, sentAt } = facts;
  return written(
    {
      subject: `Mail from ${brand.name} works`,
      preheader: `${sentBy} asked for this to see whether mail arrives.`,
      title: 'Mail works',
      parts: [
        {
          kind: 'text',
          text: `If you can read this, ${brand.name} can reach people by mail. There is nothing else to do.`,
        },
        {
          kind: 'facts',
          facts: [
            ['Asked for by', sentBy],
            ['Sent at', `${sentAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`],
          ],
        },
        { kind: 'action', label: `Open ${brand.name}`, href: brand.url },
      ],
      footnote: 'You get this because somebody entered your address for a test message.',
    },
    brand,
  );
}
