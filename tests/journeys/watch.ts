import type { Page } from 'playwright-core';

/** What the browser itself has to complain of: errors on the console, blocked content, requests that failed. */
export interface Complaints {
  watch(page: Page): void;
  /** Complaints in these words are wanted from here on, at least one. */
  expect(words: RegExp): void;
  assertNone(): void;
  /** The failure of a step together with what the browser said, which is often why. */
  explained(error: unknown): unknown;
}

/** `ignored`: what the harness itself brings about. */
export function watchPage(ignored?: RegExp): Complaints {
  const complaints: string[] = [];
  const expected: { readonly words: RegExp; met: boolean }[] = [];

  const complain = (complaint: string) => {
    if (ignored?.test(complaint)) return;
    const wanted = expected.filter(({ words }) => words.test(complaint));
    for (const one of wanted) one.met = true;
    if (wanted.length === 0) complaints.push(complaint);
  };

  return {
    watch(page) {
      page.on('console', (message) => {
        // A violation of the content security policy is written here as well.
        if (message.type() === 'error') complain(`console: ${message.text()} (${message.location().url})`);
      });
      page.on('pageerror', (error) => complain(`uncaught: ${error.stack ?? error.message}`));
      page.on('requestfailed', (request) => {
        const why = request.failure()?.errorText ?? 'no reason given';
        // Going to another page gives up what the last one was still asking for, the event stream above all.
        if (why !== 'net::ERR_ABORTED') complain(`request: ${request.method()} ${request.url()}: ${why}`);
      });
    },
    expect(words) {
      expected.push({ words, met: false });
    },
    assertNone() {
      if (complaints.length > 0) throw new Error(`the browser complained:\n  ${complaints.join('\n  ')}`);
      const unmet = expected.filter(({ met }) => !met).map(({ words }) => words);
      if (unmet.length > 0) throw new Error(`this was expected to go wrong and did not: ${unmet.join(', ')}`);
    },
    explained(error) {
      if (complaints.length === 0 || !(error instanceof Error)) return error;
      if (!error.message.startsWith('the browser complained')) {
        error.message += `\nThe browser complained:\n  ${complaints.join('\n  ')}`;
      }
      return error;
    },
  };
}
