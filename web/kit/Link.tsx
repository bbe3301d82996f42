import { type LinkProps, Link as RouterLink } from 'react-router';
import { buttonClass } from './Button.tsx';
import { cx } from './cx.ts';

/** In running text: underlined by a hairline, so that it is found without colour. */
export function Link(props: LinkProps) {
  return (
    <RouterLink
      {...props}
      className={cx(
        'text-accent underline decoration-1 underline-offset-[0.2em] decoration-current/40 hover:decoration-current',
        props.className,
      )}
    />
  );
}

/** Goes somewhere, and looks like a button because it is the page's next step. */
export function ButtonLink({
  look = 'plain',
  size = 'medium',
  ...props
}: LinkProps & { look?: Parameters<typeof buttonClass>[0]; size?: Parameters<typeof buttonClass>[1] }) {
  return <RouterLink {...props} className={buttonClass(look, size, props.className)} />;
}
