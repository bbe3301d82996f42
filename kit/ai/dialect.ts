import type { AiHouse } from './contract.ts';

/** By the name in the address: in front, or where somebody plays or passes on several houses, as part of the path. */
export function dialectOf(baseUrl: string): NonNullable<AiHouse['dialect']> {
  const { hostname, pathname } = new URL(baseUrl);
  const names = [hostname, ...pathname.split('/')];
  if (names.some((name) => name === 'openrouter.ai' || name.endsWith('.openrouter.ai'))) return 'openrouter';
  return names.includes('api.openai.com') ? 'openai' : 'plain';
}
