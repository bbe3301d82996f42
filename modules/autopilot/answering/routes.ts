import type { Route } from '../../../kit/http/endpoint.ts';
import type { AutopilotOutside } from '../outside.ts';

export const answeringRoutes: readonly Route<AutopilotOutside>[] = [];
