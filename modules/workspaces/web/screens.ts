import History from 'lucide-react/icons/history';
import KeyRound from 'lucide-react/icons/key-round';
import ListChecks from 'lucide-react/icons/list-checks';
import MapPin from 'lucide-react/icons/map-pin';
import Settings from 'lucide-react/icons/settings';
import Users from 'lucide-react/icons/users';
import { paths } from '../../../web/paths.ts';
import { screens } from '../../../web/screen.ts';
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
        keywords: ['shops', 'places', 'branches', 'stores', 'opening hours'],
      },
    },
    { path: paths.location, page: () => import('./LocationPage.tsx'), audience: 'workspace' },
    {
      path: paths.members,
      page: () => import('./members/MembersPage.tsx'),
      audience: 'workspace',
      nav: { label: 'Members', icon: Users, goKey: 'm', keywords: ['people', 'team', 'invitations'] },
    },
    { path: paths.member, page: () => import('./members/MemberPage.tsx'), audience: 'workspace' },
    {
      path: paths.roles,
      page: () => import('./members/RolesPage.tsx'),
      audience: 'workspace',
      nav: { label: 'Roles', icon: ListChecks, goKey: 'r', keywords: ['permissions', 'rights', 'access'] },
    },
    {
      path: paths.keys,
      page: () => import('./keys/KeysPage.tsx'),
      audience: 'workspace',
      nav: { label: 'API keys', icon: KeyRound, goKey: 'k', keywords: ['tokens', 'programs'] },
    },
    {
      path: paths.audit,
      page: () => import('./audit/AuditPage.tsx'),
      audience: 'workspace',
      nav: { label: 'Audit trail', icon: History, goKey: 'h', keywords: ['log', 'history', 'changes'] },
    },
    {
      path: paths.workspaceSettings,
      page: () => import('./settings/SettingsPage.tsx'),
      audience: 'workspace',
      nav: {
        label: 'Settings',
        icon: Settings,
        goKey: 's',
        keywords: ['name', 'time zone', 'holding', 'delete', 'hand over', 'owner'],
      },
    },
    { path: paths.children, page: () => import('./places/ChildrenPage.tsx'), audience: 'workspace' },
  ],
  live: () => import('./live.ts'),
});
