import { useMemo } from 'react';
import type { Option } from '../../../web/kit/Select.tsx';
import { zoneLabel } from './words.ts';

/** Every clock there is, and the one that is set already, under whichever of its names. */
export const useZoneOptions = (chosen: string): readonly Option[] =>
  useMemo(() => {
    const zones = Intl.supportedValuesOf('timeZone');
    const known = chosen === '' || zones.includes(chosen) ? zones : [chosen, ...zones];
    return known.map((zone) => ({ value: zone, label: zoneLabel(zone) }));
  }, [chosen]);
