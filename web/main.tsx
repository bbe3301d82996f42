import './app.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { onSignedOut, queryClient } from './kit/api.ts';
import { makeRouter } from './routes.tsx';
import { signInFrom } from './session.ts';

const router = makeRouter();

// A session may end while a page is open: what was being done is found again after signing in.
onSignedOut(() => {
  if (router.state.location.pathname.startsWith('/sign-in')) return;
  // Forgotten once the page that shows it is gone.
  void router.navigate(signInFrom(router.state.location)).then(() => queryClient.clear());
});

createRoot(document.querySelector('#stoa')!).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
