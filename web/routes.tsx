import { createBrowserRouter, type LoaderFunctionArgs, type RouteObject } from 'react-router';
import { Root, RouteFailed, Starting } from './layout/Root.tsx';
import { modules } from './modules.ts';
import { paths } from './paths.ts';
import type { Screen } from './screen.ts';
import NotFound from './screens/NotFound.tsx';
import { enterWorkspace, goHome, readSession } from './session.ts';

const all = modules.flatMap((module) => module.screens);
const of = (audience: Screen['audience']) =>
  all.filter((screen) => screen.audience === audience).map(routeOf);

/** A screen is a chunk of its own, fetched together with its data when somebody goes there. */
function routeOf(screen: Screen): RouteObject {
  return {
    path: screen.path.pattern,
    lazy: async () => {
      const page = await screen.page();
      return { Component: page.default, ...(page.loader && { loader: page.loader }) };
    },
    ErrorBoundary: RouteFailed,
  };
}

const person: RouteObject = {
  id: 'person',
  loader: ({ request }: LoaderFunctionArgs) => readSession(request),
  // Who is signed in does not change from page to page; the queries themselves know when to look again.
  shouldRevalidate: () => false,
  children: [
    ...of('person'),
    {
      id: 'self',
      lazy: () => import('./layout/OwnShell.tsx'),
      ErrorBoundary: RouteFailed,
      children: [...of('self'), ...of('admin')],
    },
    {
      id: 'workspace',
      lazy: () => import('./layout/Shell.tsx'),
      ErrorBoundary: RouteFailed,
      children: of('workspace'),
    },
    { path: paths.workspace.pattern, loader: enterWorkspace },
  ],
};

export const makeRouter = () =>
  createBrowserRouter([
    {
      Component: Root,
      ErrorBoundary: RouteFailed,
      HydrateFallback: Starting,
      children: [
        { path: paths.home.pattern, loader: goHome },
        { path: paths.gallery.pattern, lazy: () => import('./gallery/GalleryPage.tsx') },
        ...of('anybody'),
        person,
        { path: '*', Component: NotFound },
      ],
    },
  ]);
