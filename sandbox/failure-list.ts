/** A way to go wrong, with a name: a demo can show what a test asserts. */
export interface NamedFailure {
  /** `lost-answer` */
  readonly name: string;
  /** What to do to meet it: `write to lost-answer@anything`. */
  readonly trigger: string;
  /** What happens then, as the other side sees it. */
  readonly does: string;
}

export interface Failures {
  register(part: string, failures: readonly NamedFailure[]): void;
  all(): readonly (NamedFailure & { part: string; armedCount: number })[];
  /** The next so many requests to the part meet it, whatever they are. */
  arm(part: string, name: string, times: number): boolean;
  /**
   * The failure this request meets: one that was armed, or one whose name stands as a word of its own in
   * `text` (a key, a recipient, a customer's name), be it in capitals or not. `isWanted` leaves the others to who
   * asks next.
   */
  met(part: string, text?: string, isWanted?: (name: string) => boolean): string | undefined;
  disarm(): void;
}

export function openFailures(): Failures {
  const byPart = new Map<string, readonly NamedFailure[]>();
  const armed = new Map<string, number>();
  const keyOf = (part: string, name: string) => `${part}.${name}`;
  const knows = (part: string, name: string) =>
    byPart.get(part)?.some((failure) => failure.name === name) ?? false;
  return {
    register: (part, failures) => byPart.set(part, failures),
    all: () =>
      [...byPart].flatMap(([part, failures]) =>
        failures.map((failure) => ({
          ...failure,
          part,
          armedCount: armed.get(keyOf(part, failure.name)) ?? 0,
        })),
      ),
    arm: (part, name, times) => {
      if (!knows(part, name)) return false;
      armed.set(keyOf(part, name), times);
      return true;
    },
    met: (part, text = '', isWanted = () => true) => {
      const names = (byPart.get(part) ?? []).map(({ name }) => name).filter(isWanted);
      for (const name of names) {
        const left = armed.get(keyOf(part, name)) ?? 0;
        if (left === 0) continue;
        armed.set(keyOf(part, name), left - 1);
        return name;
      }
      return names.find((name) => new RegExp(`(?<![a-z0-9-])${name}(?![a-z-])`).test(text.toLowerCase()));
    },
    disarm: () => armed.clear(),
  };
}
