import type { Route } from '../../../kit/http/endpoint.ts';
import type { InboxOutside } from '../outside.ts';

export const viewsRoutes: readonly Route<InboxOutside>[] = [];
