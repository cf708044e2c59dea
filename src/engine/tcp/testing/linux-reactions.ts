/**
 * How Linux 6.18 answers each kind of segment in each state, recorded from the kernel over a TUN device: no timestamps, MSS 1,460, MSL untouched, a fresh
 * connection for every cell. The connection had read 100 bytes and had 1,000 acknowledged; `ESTABLISHED+DATA` has 500 more out.
 *
 * A line is what the segment carries: its flags as packetdrill writes them (`0`: none, `P`: with 100 bytes). A group of a line is its sequence number
 * less RCV.NXT: 0, -1, +100, -300, +70,000. A letter of a group is its acknowledgement number: SND.NXT, SND.UNA, never sent (SND.NXT + 1,000), old (SND.UNA - 100),
 * ancient (SND.UNA - 200,000); one letter where it has none. The letters:
 *
 * `-` nothing; `a` an ACK of what had arrived before, `n` of this segment, `d` of this segment after the delay; `r` a reset at the acknowledgement number, `q` a reset that
 * acknowledges the segment; `y` a SYN-ACK; `s` the SYN again, `x` a reset and the SYN again.
 */
export const linuxReactions = `
CLOSED
  0   q q q q q
  .   rrrrr rrrrr rrrrr rrrrr rrrrr
  P.  rrrrr rrrrr rrrrr rrrrr rrrrr
  P   q q q q q
  F   q q q q q
  F.  rrrrr rrrrr rrrrr rrrrr rrrrr
  FP. rrrrr rrrrr rrrrr rrrrr rrrrr
  R   - - - - -
  R.  ----- ----- ----- ----- -----
  S   q q q q q
  S.  rrrrr rrrrr rrrrr rrrrr rrrrr
LISTEN
  0   - - - - -
  .   rrrrr rrrrr rrrrr rrrrr rrrrr
  P.  rrrrr rrrrr rrrrr rrrrr rrrrr
  P   - - - - -
  F   - - - - -
  F.  rrrrr rrrrr rrrrr rrrrr rrrrr
  FP. rrrrr rrrrr rrrrr rrrrr rrrrr
  R   - - - - -
  R.  ----- ----- ----- ----- -----
  S   y y y y y
  S.  rrrrr rrrrr rrrrr rrrrr rrrrr
SYN-SENT
  0   - - - - -
  .   -xxxx -xxxx -xxxx -xxxx -xxxx
  P.  -xxxx -xxxx -xxxx -xxxx -xxxx
  P   - - - - -
  F   - - - - -
  F.  -xxxx -xxxx -xxxx -xxxx -xxxx
  FP. -xxxx -xxxx -xxxx -xxxx -xxxx
  R   - - - - -
  R.  -ssss -ssss -ssss -ssss -ssss
  S   y y y y y
  S.  nxxxx nxxxx nxxxx nxxxx nxxxx
SYN-RECEIVED
  0   - a - a a
  .   -rrrr arrrr -rrrr arrrr arrrr
  P.  nrrrr nrrrr arrrr arrrr arrrr
  P   - - - a a
  F   - a - a a
  F.  nrrrr arrrr arrrr arrrr arrrr
  FP. drrrr drrrr arrrr arrrr arrrr
  R   - - a - -
  R.  ----- ----- aaaaa ----- -----
  S   q y q a a
  S.  rrrrr arrrr rrrrr arrrr arrrr
ESTABLISHED
  0   - - - - -
  .   --a-a aaaaa --a-a aaaaa aaaaa
  P.  ddada ddada aaaaa aaaaa aaaaa
  P   - - - - -
  F   - - - - -
  F.  ddada aaaaa aaaaa aaaaa aaaaa
  FP. ddada ddada aaaaa aaaaa aaaaa
  R   - - a - -
  R.  ----- ----- aaaaa ----- -----
  S   a a a a a
  S.  aaaaa aaaaa aaaaa aaaaa aaaaa
ESTABLISHED+DATA
  0   - - - - -
  .   --a-a aaaaa --a-a aaaaa aaaaa
  P.  ddadn ddada aaaaa aaaaa aaaaa
  P   - - - - -
  F   - - - - -
  F.  ddada aaaaa aaaaa aaaaa aaaaa
  FP. ddada ddada aaaaa aaaaa aaaaa
  R   - - a - -
  R.  ----- ----- aaaaa ----- -----
  S   a a a a a
  S.  aaaaa aaaaa aaaaa aaaaa aaaaa
FIN-WAIT-1
  0   - - - - -
  .   --a-a aaaaa --a-a aaaaa aaaaa
  P.  ddada ddada aaaaa aaaaa aaaaa
  P   - - - - -
  F   - - - - -
  F.  nnana aaaaa aaaaa aaaaa aaaaa
  FP. nnana nnana aaaaa aaaaa aaaaa
  R   - - a - -
  R.  ----- ----- aaaaa ----- -----
  S   a a a a a
  S.  aaaaa aaaaa aaaaa aaaaa aaaaa
FIN-WAIT-2
  0   - - - - -
  .   --a-a aaaaa --a-a aaaaa aaaaa
  P.  ddada ddada aaaaa aaaaa aaaaa
  P   - - - - -
  F   - - - - -
  F.  nnana aaaaa aaaaa aaaaa aaaaa
  FP. nnana nnana aaaaa aaaaa aaaaa
  R   - - a - -
  R.  ----- ----- aaaaa ----- -----
  S   a a a a a
  S.  aaaaa aaaaa aaaaa aaaaa aaaaa
CLOSE-WAIT
  0   - - - - -
  .   --a-a aaaaa --a-a aaaaa aaaaa
  P.  --a-a rrara --a-a aaaaa aaaaa
  P   - - - - -
  F   - - - - -
  F.  --a-a aaaaa --a-a aaaaa aaaaa
  FP. --a-a rrara --a-a aaaaa aaaaa
  R   - - a - -
  R.  ----- ----- aaaaa ----- -----
  S   a a a a a
  S.  aaaaa aaaaa aaaaa aaaaa aaaaa
CLOSING
  0   - - - - -
  .   --a-a aaaaa --a-a aaaaa aaaaa
  P.  --a-a -rara --a-a aaaaa aaaaa
  P   - - - - -
  F   - - - - -
  F.  --a-a -aaaa --a-a aaaaa aaaaa
  FP. --a-a -rara --a-a aaaaa aaaaa
  R   - - a - -
  R.  ----- ----- aaaaa ----- -----
  S   a a a a a
  S.  aaaaa aaaaa aaaaa aaaaa aaaaa
LAST-ACK
  0   - - - - -
  .   --a-a aaaaa --a-a aaaaa aaaaa
  P.  --a-a -rara --a-a aaaaa aaaaa
  P   - - - - -
  F   - - - - -
  F.  --a-a -aaaa --a-a aaaaa aaaaa
  FP. --a-a -rara --a-a aaaaa aaaaa
  R   - - a - -
  R.  ----- ----- aaaaa ----- -----
  S   a a a a a
  S.  aaaaa aaaaa aaaaa aaaaa aaaaa
TIME-WAIT
  0   - a a a a
  .   ----- aaaaa aaaaa aaaaa aaaaa
  P.  aaaaa aaaaa aaaaa aaaaa aaaaa
  P   a a a a a
  F   a a a a a
  F.  aaaaa aaaaa aaaaa aaaaa aaaaa
  FP. aaaaa aaaaa aaaaa aaaaa aaaaa
  R   - - - - -
  R.  ----- ----- ----- ----- -----
  S   a a y a y
  S.  aaaaa aaaaa aaaaa aaaaa aaaaa
`;

/** Sequence numbers less RCV.NXT, group by group. */
export const sequenceOffsets = [0, -1, 100, -300, 70_000] as const;
/** Acknowledgement numbers, letter by letter. */
export const acknowledgements = ['next', 'unacknowledged', 'unsent', 'old', 'ancient'] as const;
