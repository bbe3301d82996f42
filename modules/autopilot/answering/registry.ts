import type { AutopilotOutside } from '../outside.ts';
import { book } from './booking.ts';
import { shopTools } from './shops.ts';
import type { ToolRegistry } from './tools.ts';

/** What is built in, and what this installation offers beside it or in its place. */
export function toolsOf(outside: AutopilotOutside): ToolRegistry {
  const offered = outside.tools?.all ?? [];
  const own = [book, ...shopTools(outside)];
  return { all: [...own.filter(({ name }) => !offered.some((one) => one.name === name)), ...offered] };
}
