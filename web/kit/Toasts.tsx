import { lazy, Suspense, useState } from 'react';
import { useWaiting } from './toast.ts';

const ToastView = lazy(() => import('./ToastView.tsx'));

/** Once, around the application: nothing until there is something to say. */
export function Toasts() {
  const [needed, setNeeded] = useState(false);
  const any = useWaiting().length > 0;
  if (any && !needed) setNeeded(true);
  return <Suspense>{needed && <ToastView />}</Suspense>;
}
