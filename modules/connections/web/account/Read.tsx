import { type UseQueryOptions, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ApiError } from '../../../../web/kit/api.ts';
import { Failed, Loading } from '../../../../web/kit/states.tsx';

interface ReadProps<R> {
  ask: UseQueryOptions<R, ApiError>;
  label: string;
  children: (data: R) => ReactNode;
}

/** A part of the page that is read by itself: it waits and fails by itself. */
export function Read<R>({ ask, label, children }: ReadProps<R>) {
  const { data, error, refetch } = useQuery(ask);
  if (data !== undefined) return children(data);
  if (error) return <Failed error={error} again={() => void refetch()} />;
  return <Loading label={label} />;
}
