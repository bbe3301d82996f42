import type { Route } from '../../../kit/http/endpoint.ts';
import type { IdentityOutside } from '../outside.ts';

export const applicationsRoutes: readonly Route<IdentityOutside>[] = [];
