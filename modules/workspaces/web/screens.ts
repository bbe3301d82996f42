import MapPin from 'lucide-react/icons/map-pin';
import { paths } from '../../../web/paths.ts';
import { screens } from '../../../web/screen.ts';
import { getLocation, listLocations, locationChanged } from '../contract.ts';

export default screens({
  module: 'workspaces',
  label: 'Workspace',
  order: 20,
  screens: [
    { path: paths.workspaces, page: () => import('./WorkspacesPage.tsx'), audience: 'person' },
    {
      path: paths.locations,
      page: () => import('./LocationsPage.tsx'),
      audience: 'workspace',
      nav: {
        label: 'Locations',
        icon: MapPin,
        goKey: 'l',
        keywords: ['shops', 'places', 'branches', 'stores'],
      },
    },
    { path: paths.location, page: () => import('./LocationPage.tsx'), audience: 'workspace' },
  ],
  live: { [locationChanged.name]: [[listLocations.path], [getLocation.path]] },
});
