import { cx } from './cx.ts';

/** A roof line and four columns, in the colour of the text around them. */
export function Logo({ size = 24, className }: { size?: number; className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      aria-hidden="true"
      className={cx('shrink-0', className)}
    >
      <path fill="currentColor" d="M12 2.2 22 7.2v1.5H2V7.2zM2.6 20.2h18.8V22H2.6z" />
      <path
        stroke="currentColor"
        strokeWidth="1.9"
        d="M5.2 10.2v8.6M9.75 10.2v8.6M14.25 10.2v8.6M18.8 10.2v8.6"
      />
    </svg>
  );
}
