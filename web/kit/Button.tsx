import type { LucideIcon } from 'lucide-react';
import { type ComponentProps, type MouseEvent, type ReactNode, useId } from 'react';
import { cx } from './cx.ts';
import { spoken } from './Kbd.tsx';
import { Tooltip } from './Tooltip.tsx';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';
type Size = 'small' | 'medium' | 'large';

const looks: Record<Look, string> = {
  primary: 'bg-accent text-on-accent border-accent hover:bg-deep hover:border-deep',
  plain: 'bg-raised text-ink border-firm/55 hover:border-firm hover:bg-hover',
  quiet: 'border-transparent text-soft hover:bg-hover hover:text-ink',
  danger: 'bg-danger text-on-danger border-danger hover:brightness-110',
};
const sizes: Record<Size, string> = {
  small: 'h-7 px-2.5 gap-1.5 text-sm pointer-coarse:h-10',
  medium: 'h-9 px-3.5 gap-2 text-base pointer-coarse:h-11',
  large: 'h-11 px-5 gap-2 text-base',
};

const squares: Record<Size, string> = {
  small: 'size-7 pointer-coarse:size-10',
  medium: 'size-9 pointer-coarse:size-11',
  large: 'size-11',
};

export const buttonClass = (look: Look, size: Size, className?: string): string =>
  cx(baseClass, looks[look], sizes[size], className);

const baseClass = cx(
  'inline-flex shrink-0 items-center justify-center rounded-md border font-[550] whitespace-nowrap select-none',
  'transition-colors duration-(--leave) aria-disabled:cursor-not-allowed',
  'aria-disabled:border-line aria-disabled:bg-sunk aria-disabled:text-faint aria-disabled:hover:bg-sunk',
);

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  look?: Look;
  size?: Size;
  icon?: LucideIcon | undefined;
  /** Something it started is under way; it keeps its width and its words. */
  busy?: boolean | undefined;
  /** Why it cannot be pressed now. It stays in reach of the keyboard, so that the reason can be read. */
  disabledReason?: string | undefined;
  /** Show the reason under the button, or only say it to those who ask (hover, screen reader). */
  reasonShown?: boolean;
}

export function Button(props: ButtonProps) {
  const {
    look = 'plain',
    size = 'medium',
    icon: Icon,
    busy,
    disabledReason,
    reasonShown = true,
    ...rest
  } = props;
  const reasonId = useId();
  const off = Boolean(disabledReason) || Boolean(busy);
  const button = (
    <button
      type="button"
      {...rest}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      aria-describedby={disabledReason ? reasonId : rest['aria-describedby']}
      title={disabledReason && !reasonShown ? disabledReason : rest.title}
      onClick={off ? swallow : rest.onClick}
      className={buttonClass(look, size, rest.className)}
    >
      {busy ? <Spinner /> : Icon && <Icon size={16} strokeWidth={1.75} aria-hidden />}
      {rest.children}
    </button>
  );
  if (!('disabledReason' in props)) return button;
  // The same around it with and without a reason: drawn anew, the button would lose the focus.
  return (
    <span className={disabledReason ? 'inline-flex flex-col gap-1.5' : 'contents'}>
      {button}
      {disabledReason && (
        <span id={reasonId} className={reasonShown ? 'text-sm text-faint' : 'sr-only'}>
          {disabledReason}
        </span>
      )}
    </span>
  );
}

/** A submit button must swallow its press too: aria-disabled alone would let the form go. */
const swallow = (event: MouseEvent) => event.preventDefault();

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'aria-label'> {
  icon: LucideIcon;
  /** What it does, as a screen reader says it and as the tooltip shows it. */
  label: string;
  keys?: string | undefined;
}

export function IconButton(props: IconButtonProps) {
  const {
    icon: Icon,
    label,
    keys,
    look = 'quiet',
    size = 'medium',
    busy,
    disabledReason,
    reasonShown: _,
    ...rest
  } = props;
  const off = Boolean(disabledReason) || Boolean(busy);
  return (
    <Tooltip text={disabledReason ?? label} keys={keys}>
      <button
        type="button"
        {...rest}
        aria-label={disabledReason ? `${label}. ${disabledReason}` : label}
        aria-keyshortcuts={keys && spoken(keys).replaceAll(' then ', ' ').replaceAll(' ', '+')}
        aria-disabled={off || undefined}
        onClick={off ? swallow : rest.onClick}
        className={cx(baseClass, looks[look], squares[size], rest.className)}
      >
        {busy ? <Spinner /> : <Icon size={17} strokeWidth={1.75} aria-hidden />}
      </button>
    </Tooltip>
  );
}

export function Spinner({ label }: { label?: string }): ReactNode {
  return (
    <span
      role={label ? 'status' : undefined}
      aria-hidden={label ? undefined : true}
      className="inline-block size-4 animate-spin rounded-full border-[1.5px] border-current border-r-transparent motion-reduce:animate-none"
    >
      {label && <span className="sr-only">{label}</span>}
    </span>
  );
}
