export const thousands = (n: number): string => n.toLocaleString('en');

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${thousands(n)} ${n === 1 ? one : many}`;
}
