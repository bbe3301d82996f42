import { type ReactNode, useState } from 'react';
import { cx } from './cx.ts';

type Tone = 'quiet' | 'accent' | 'good' | 'warn' | 'danger';
const tones: Record<Tone, string> = {
  quiet: 'bg-hover text-soft',
  accent: 'bg-wash text-accent',
  good: 'bg-good-wash text-good',
  warn: 'bg-warn-wash text-warn',
  danger: 'bg-danger-wash text-danger',
};

/** A state in a word. The word carries the meaning; the colour only helps to find it again. */
export function Badge({ tone = 'quiet', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={cx(
        'inline-flex items-center rounded-sm px-1.5 text-xs leading-5 font-[550] whitespace-nowrap',
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}

const avatarSizes = {
  tiny: 'size-4.5 text-[0.5rem]',
  small: 'size-6 text-[0.625rem]',
  medium: 'size-8 text-xs',
  roomy: 'size-9.5 text-[0.8125rem]',
  large: 'size-12 text-base',
  huge: 'size-24 text-xl',
};

/** A face, or initials until there is one. The name is beside it nearly always: then it is not said twice. */
export function Avatar({
  name,
  src,
  size = 'medium',
  named = false,
}: {
  name: string;
  src?: string | null | undefined;
  size?: keyof typeof avatarSizes;
  named?: boolean;
}) {
  return (
    <span
      {...(named ? { role: 'img', 'aria-label': name } : { 'aria-hidden': true })}
      className={cx(
        'relative inline-flex shrink-0 items-center justify-center overflow-hidden rounded-full bg-wash font-[600] tracking-wide text-accent select-none',
        avatarSizes[size],
      )}
    >
      {initialsOf(name)}
      {src && <Face key={src} src={src} />}
    </span>
  );
}

/** Over the initials once it is there; they stay where it does not come. */
function Face({ src }: { src: string }) {
  const [state, setState] = useState<'coming' | 'there' | 'gone'>('coming');
  if (state === 'gone') return null;
  return (
    <img
      src={src}
      alt=""
      onLoad={() => setState('there')}
      onError={() => setState('gone')}
      className={cx('absolute inset-0 size-full bg-wash object-cover', state === 'coming' && 'opacity-0')}
    />
  );
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return [first, last]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}
