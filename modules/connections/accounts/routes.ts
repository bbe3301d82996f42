import type { Route } from '../../../kit/http/endpoint.ts';
import type { ConnectionsOutside } from '../outside.ts';

export const accountsRoutes: readonly Route<ConnectionsOutside>[] = [];
