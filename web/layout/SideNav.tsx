import { NavLink } from 'react-router';
import { cx } from '../kit/cx.ts';
import { Tooltip } from '../kit/Tooltip.tsx';
import type { NavGroup } from './navigation.ts';

/** The modules one below the other. Where one is, a column stands. */
export function NavList({ groups, onGo }: { groups: readonly NavGroup[]; onGo?: () => void }) {
  return (
    <ul className="flex flex-col gap-6">
      {groups.map((group) => (
        <li key={group.label}>
          <p className="label mb-1.5 px-3">{group.label}</p>
          <ul className="flex flex-col">
            {group.entries.map(({ to, nav, end }) => (
              <li key={to}>
                <Tooltip text={nav.label} keys={nav.goKey && `g ${nav.goKey}`}>
                  <NavLink
                    to={to}
                    end={end}
                    onClick={onGo}
                    className={({ isActive }) =>
                      cx(
                        'relative flex h-9 items-center gap-2.5 rounded-md px-3 transition-colors duration-(--leave) pointer-coarse:h-11',
                        isActive ? 'font-[550] text-ink' : 'text-soft hover:bg-hover hover:text-ink',
                      )
                    }
                  >
                    {({ isActive }) => (
                      <>
                        {isActive && <ColumnMark />}
                        <nav.icon
                          size={17}
                          strokeWidth={1.6}
                          aria-hidden
                          className={isActive ? 'text-accent' : undefined}
                        />
                        {nav.label}
                      </>
                    )}
                  </NavLink>
                </Tooltip>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function ColumnMark() {
  return (
    <svg
      viewBox="0 0 7 28"
      width="7"
      height="28"
      aria-hidden="true"
      className="absolute -left-[3.5px] text-accent"
    >
      <path
        d="M0 0h7v2H0zM1 3h5v1.200H1zM1.800 5h3.400v18H1.800zM1 23.800h5V25H1zM0 26h7v2H0z"
        fill="currentColor"
      />
    </svg>
  );
}
