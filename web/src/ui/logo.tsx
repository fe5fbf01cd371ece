export function Logo({ size = 22 }: { size?: number }) {
  return <img src="/icon.svg" width={size} height={size} alt="" />;
}
