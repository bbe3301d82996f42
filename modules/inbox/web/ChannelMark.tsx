import type { ReactNode } from 'react';
import { cx } from '../../../web/kit/cx.ts';
import { PlatformMark } from '../../../web/shared.ts';
import type { ChannelPlatform } from '../contract.ts';

type Own = 'tiktok' | 'telegram' | 'twitter' | 'google' | 'email';
const isOwn = (platform: ChannelPlatform): platform is Own => platform in marks;

/** Where no account of connections stands behind it: drawn as those are. */
const marks: Record<Own, ReactNode> = {
  // A note that rings on.
  tiktok: <path d="M14 4v10.500a3.500 3.500 0 1 1-3.500-3.500M14 4c.500 2.800 2.200 4.300 5 4.500" />,
  // A paper plane.
  telegram: <path d="m4 11.500 16-7-3 15.500-5-4.500-3 3v-5l8-7" />,
  // Two lines that cross.
  twitter: <path d="m5 4.500 14 15M19 4.500 5 19.500" />,
  // A place, and a star for it.
  google: <path d="M12 21s7-5.600 7-11a7 7 0 0 0-14 0c0 5.400 7 11 7 11ZM12 7.500v5M9.500 10h5" />,
  // An envelope.
  email: <path d="M4 6.500h16v11H4ZM4 7l8 6 8-6" />,
};

const sizes = { tiny: ['size-4', 12], small: ['size-6', 16] } as const;

/** Which platform a conversation is on, at a glance; its name is said beside it. */
export function ChannelMark({
  platform,
  size = 'small',
}: {
  platform: ChannelPlatform;
  size?: keyof typeof sizes;
}) {
  if (!isOwn(platform)) return <PlatformMark platform={platform} size={size} />;
  const [box, px] = sizes[size];
  return (
    <span
      aria-hidden
      className={cx('inline-flex shrink-0 items-center justify-center rounded-md bg-wash text-accent', box)}
    >
      <svg
        viewBox="0 0 24 24"
        width={px}
        height={px}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        {marks[platform]}
      </svg>
    </span>
  );
}
