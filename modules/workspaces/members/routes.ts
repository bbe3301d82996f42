import type { Route } from '../../../kit/http/endpoint.ts';
import type { WorkspacesOutside } from '../outside.ts';

export const membersRoutes: readonly Route<WorkspacesOutside>[] = [];
