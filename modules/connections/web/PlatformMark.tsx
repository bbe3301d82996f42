import type { ReactNode } from 'react';
import { cx } from '../../../web/kit/cx.ts';
import type { PlatformName } from '../platforms/contract.ts';

/** Our own signs for what happens there, and not anybody's trademark: lines of one weight, like all icons here. */
const marks: Record<PlatformName, ReactNode> = {
  // A picture frame with its lens.
  instagram: (
    <>
      <rect x="4" y="4" width="16" height="16" rx="4.5" />
      <circle cx="12" cy="12" r="3.6" />
      <path d="M16.6 7.4h.01" />
    </>
  ),
  // A bubble with a fold of two messages.
  messenger: (
    <>
      <path d="M12 4c-4.7 0-8.3 3.2-8.3 7.4 0 2.3 1 4.3 2.8 5.7V20l2.7-1.6c.9.2 1.8.4 2.8.4 4.7 0 8.3-3.2 8.3-7.4S16.7 4 12 4Z" />
      <path d="m7.8 13 2.9-2.9 2.6 2 2.9-2.5" />
    </>
  ),
  // A bubble with a receiver's arc.
  whatsapp: (
    <>
      <path d="M12 4a7.9 7.9 0 0 0-6.8 11.9L4.2 20l4.2-1A7.9 7.9 0 1 0 12 4Z" />
      <path d="M9.2 9.2c.2 2.8 2.8 5.3 5.6 5.6l1-1.7-2-1-.9.9c-.9-.4-1.6-1.1-2-2l.9-.9-1-2Z" />
    </>
  ),
  // A screen and what starts it.
  youtube: (
    <>
      <rect x="3.5" y="6" width="17" height="12" rx="3" />
      <path d="m10.5 9.5 4.2 2.5-4.2 2.5Z" />
    </>
  ),
  // A pin on the map, with a star.
  google: (
    <>
      <path d="M12 21s7-5.6 7-11a7 7 0 0 0-14 0c0 5.4 7 11 7 11Z" />
      <path d="m12 6.8 1 2.1 2.3.3-1.7 1.6.4 2.3-2-1.1-2 1.1.4-2.3-1.7-1.6 2.3-.3Z" />
    </>
  ),
  // A bag with its handle.
  shopify: (
    <>
      <path d="M5.5 8.5h13l1 11h-15Z" />
      <path d="M9 11V7.5a3 3 0 0 1 6 0V11" />
    </>
  ),
  // A parcel.
  amazon: (
    <>
      <path d="m4 8 8-4 8 4v8l-8 4-8-4Z" />
      <path d="m4 8 8 4 8-4M12 12v8M8 6l8 4" />
    </>
  ),
};

const sizes = { tiny: 'size-4', small: 'size-6', medium: 'size-9' };
const strokes = { tiny: 12, small: 16, medium: 22 };

/** Which platform, at a glance. Its name stands beside it, or is said by whoever places it. */
export function PlatformMark({
  platform,
  size = 'medium',
}: {
  platform: PlatformName;
  size?: keyof typeof sizes;
}) {
  return (
    <span
      aria-hidden
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-md bg-wash text-accent',
        sizes[size],
      )}
    >
      <svg
        viewBox="0 0 24 24"
        width={strokes[size]}
        height={strokes[size]}
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
