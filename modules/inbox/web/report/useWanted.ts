import { useSearchParams } from 'react-router';
import { useHere } from '../../../../web/workspace.ts';
import { viewDaysMax } from '../../figures/contract.ts';
import { ChannelId } from '../../messages/contract.ts';
import { ViewId } from '../../views/contract.ts';
import { daysBefore, today } from './words.ts';

export const spans = [
  { value: '7', label: 'The last 7 days' },
  { value: '', label: 'The last 30 days' },
  { value: '90', label: 'The last 90 days' },
  { value: '365', label: 'The last year' },
];

const spansOfView = spans.filter(({ value }) => Number(value) <= viewDaysMax);

/** A view has no figures of a year: of the longest it has instead. */
export const spanOf = (days: string, hasView: boolean): string => {
  const offered = hasView ? spansOfView : spans;
  if (offered.some(({ value }) => value === days)) return days;
  return spans.some(({ value }) => value === days) ? offered.at(-1)!.value : '';
};

/** What the address asks for. */
export function useWanted() {
  const { workspace } = useHere();
  const [search] = useSearchParams();
  const until = today(workspace.timezone, new Date());
  const channelId = ChannelId.safeParse(search.get('channel')).data;
  const viewId = ViewId.safeParse(search.get('view')).data;
  const days = Number(spanOf(search.get('days') ?? '', viewId !== undefined) || 30);
  return {
    ...{ from: daysBefore(until, days - 1), until },
    ...(channelId && { channelId }),
    ...(viewId && { viewId }),
  };
}
