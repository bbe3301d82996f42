export const shopifyScopes: readonly string[] = [
  'read_products',
  'write_products',
  'read_inventory',
  'write_inventory',
  'read_orders',
];

/** Who may write may read, and the platform leaves the reading out when it says what was given. */
export const withImplied = (scopes: readonly string[]): readonly string[] => [
  ...new Set(scopes.flatMap((scope) => [scope, scope.replace(/^write_/, 'read_')])),
];
