import type { Route } from '../../../kit/http/endpoint.ts';
import type { IdentityOutside } from '../outside.ts';

export const profileRoutes: readonly Route<IdentityOutside>[] = [];
