import { Counter, type Registry } from 'prom-client';

/** What comes in, for dashboards. */
export interface HookCounts {
  deliveries(hook: string, outcome: 'taken' | 'refused' | 'no_room'): void;
  /** `nobodys`: of accounts that are not connected here. Acknowledged, and not kept. */
  events(hook: string, whose: 'ours' | 'nobodys', count: number): void;
}

export function hookCounts(registry: Registry | undefined): HookCounts {
  const registers = registry ? [registry] : [];
  const deliveries = new Counter({
    name: 'stoa_hook_deliveries_total',
    help: 'Deliveries of platforms, by what became of them.',
    labelNames: ['hook', 'outcome'] as const,
    registers,
  });
  const events = new Counter({
    name: 'stoa_hook_events_total',
    help: 'Single events that platforms told, by whether their account is connected here.',
    labelNames: ['hook', 'whose'] as const,
    registers,
  });
  return {
    deliveries: (hook, outcome) => deliveries.inc({ hook, outcome }),
    events: (hook, whose, count) => events.inc({ hook, whose }, count),
  };
}
