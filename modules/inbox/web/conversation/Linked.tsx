import { Fragment, type ReactNode } from 'react';

const address = /\bhttps?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}]/g;

/** Text with its addresses as links. Only addresses of the web: whatever else somebody writes stays text. */
export function Linked({ text }: { text: string }): ReactNode {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const { 0: url, index } of text.matchAll(address)) {
    parts.push(
      <Fragment key={index}>
        {text.slice(end, index)}
        <OutsideLink url={url}>{url}</OutsideLink>
      </Fragment>,
    );
    end = index + url.length;
  }
  return [...parts, text.slice(end)];
}

/** Leads out of Stoa: the other side is not told where one came from. */
export function OutsideLink({ url, children }: { url: string; children: ReactNode }) {
  if (!/^https?:\/\//i.test(url)) return children;
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="break-all text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
    >
      {children}
    </a>
  );
}
