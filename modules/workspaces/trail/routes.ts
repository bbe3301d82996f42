import type { Route } from '../../../kit/http/endpoint.ts';
import type { WorkspacesOutside } from '../outside.ts';

export const trailRoutes: readonly Route<WorkspacesOutside>[] = [];
