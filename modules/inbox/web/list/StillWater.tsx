/** The sea between two columns, and nothing on it. */
export function StillWater() {
  return (
    <svg viewBox="0 0 160 92" width="160" height="92" fill="none" stroke="currentColor" aria-hidden="true">
      <circle cx="80" cy="47" r="13" strokeWidth="1" className="text-accent" />
      <path d="M38 56.500h84" strokeWidth="1" />
      <path d="M52 62h56M60 67h40M67 72h26M73 77h14" strokeWidth="1" opacity="0.6" className="text-accent" />
      {[22, 138].map((x) => (
        <g key={x} strokeWidth="1">
          <path d={`M${x - 9} 84v-3.500h18v3.500M${x - 7} 80.500v-2.500h14v2.500`} />
          <path d={`M${x - 5} 78l.8-58h8.400l.8 58M${x - 1.5} 78V20M${x + 1.5} 78V20`} />
          <path d={`M${x - 6} 20h12l2-4h-16ZM${x - 9} 16v-2.500h18v2.500`} />
        </g>
      ))}
      <path d="M6 13.500h148M8 8.500h144M4 84.500h152M4 88.500h152" strokeWidth="1" />
    </svg>
  );
}
