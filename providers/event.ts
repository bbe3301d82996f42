/** One thing that a platform told, whatever it came wrapped in. */
export interface PlatformEvent<Payload = unknown> {
  readonly platform: string;
  /** Whose it is: the account as the platform names it. Undefined where a delivery does not say. */
  readonly accountId: string | undefined;
  /** The same for every delivery of the same event. Undefined where the platform has none. */
  readonly eventId: string | undefined;
  readonly kind: string;
  /** What events are about together, where their order matters. */
  readonly conversationKey?: string;
  /** When it happened there. */
  readonly at: Date | undefined;
  readonly payload: Payload;
}

/** Seconds or a written date of a platform; undefined for what is neither. */
export function timeOf(value: unknown): Date | undefined {
  const time =
    typeof value === 'number' ? new Date(value * 1000) : new Date(typeof value === 'string' ? value : '');
  return Number.isNaN(time.getTime()) ? undefined : time;
}

export const recordOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
