/**
 * Where countries are: latitude and longitude of the middle, in degrees, and how many kilometres the mainland reaches from
 * there at most. Worked out from the shapes of Natural Earth (public domain); islands below a fifth of the largest part of a
 * country are left out, so that a country is not as wide as its overseas. Russia has a row for each of its parts: one circle around it all
 * would reach into Poland.
 */
const rows: readonly string[] = [
  'AD 43 2 100, AE 25 54 350, AF 34 68 850, AG 17 -62 150, AI 18 -63 100, AL 41 20 250, AM 40 45 250',
  'AO -12 18 950, AQ -76 -78 950, AR -37 -66 1800, AS -14 -171 100, AT 48 13 350, AU -27 133 2100',
  'AW 13 -70 100, AX 60 20 100, AZ 40 48 300, BA 44 17 250, BB 13 -60 100, BD 24 90 450, BE 50 4 250',
  'BF 11 -2 500, BG 43 25 350, BH 26 51 100, BI -3 30 200, BJ 9 2 450, BL 18 -63 100, BM 32 -65 100',
  'BN 4 115 150, BO -16 -64 900, BR -13 -55 2400, BS 24 -76 500, BT 27 90 250, BW -23 24 650, BY 53 28 400',
  'BZ 17 -89 250, CA 63 -93 2550, CD -4 23 1300, CF 6 21 800, CG -1 15 700, CH 47 8 250, CI 7 -6 500',
  'CK -21 -160 100, CL -36 -70 2100, CM 7 13 750, CN 42 103 2600, CO 4 -71 1000, CR 10 -84 300',
  'CU 21 -79 650, CV 16 -24 250, CW 12 -69 100, CY 35 33 150, CZ 50 15 350, DE 51 10 550, DJ 12 42 200',
  'DK 56 10 250, DM 15 -61 100, DO 19 -70 300, DZ 28 2 1200, EC -2 -78 450, EE 59 26 250, EG 27 31 900',
  'EH 24 -13 650, ER 15 40 500, ES 41 -3 650, ET 8 40 900, FI 65 25 650, FJ -17 179 250, FK -52 -59 200',
  'FM 8 148 1200, FO 62 -7 150, FR 47 2 650, GA -1 12 450, GB 54 -4 550, GD 12 -62 100, GE 42 43 400',
  'GG 49 -3 100, GH 8 -2 450, GL 72 -42 1400, GM 13 -15 250, GN 10 -11 500, GQ 2 10 200, GR 39 24 450',
  'GS -54 -37 150, GT 16 -90 350, GU 13 145 100, GW 12 -15 250, GY 5 -59 500, HK 22 114 100, HM -53 74 100',
  'HN 15 -86 400, HR 45 16 300, HT 19 -73 250, HU 47 19 350, ID -2 118 2750, IE 53 -9 300, IL 31 35 300',
  'IM 54 -5 100, IN 22 83 1700, IO -7 72 100, IQ 33 44 600, IR 33 54 1200, IS 65 -19 350, IT 42 12 650',
  'JE 49 -2 100, JM 18 -77 200, JO 31 37 350, JP 39 138 950, KE 1 38 700, KG 41 75 550, KH 13 105 400',
  'KI 3 -158 250, KM -12 44 150, KN 17 -63 100, KP 40 128 450, KR 36 127 350, KW 29 48 200, KY 20 -81 200',
  'KZ 51 67 1550, LA 18 105 600, LB 34 36 200, LC 14 -61 100, LI 47 10 100, LK 8 80 300, LR 6 -9 350',
  'LS -30 28 200, LT 55 24 250, LU 50 6 150, LV 56 25 300, LY 27 19 1100, MA 28 -10 1150, MC 44 7 100',
  'MD 47 28 250, ME 43 19 200, MF 18 -63 100, MG -19 47 850, MH 7 170 250, MK 42 22 200, ML 17 -4 1000',
  'MM 19 98 1100, MN 49 104 1300, MO 22 114 100, MP 16 145 350, MR 21 -11 900, MS 17 -62 100, MT 36 14 100',
  'MU -20 58 100, MV 4 73 150, MW -13 34 550, MX 26 -102 1750, MY 6 110 1150, MZ -19 36 1100, NA -21 18 900',
  'NC -21 166 300, NE 18 8 1000, NF -29 168 100, NG 9 9 800, NI 13 -85 400, NL 52 6 250, NO 65 16 950',
  'NP 28 84 500, NR -1 167 100, NU -19 -170 100, NZ -41 171 800, OM 21 55 600, PA 9 -80 400, PE -9 -73 1150',
  'PF -14 -144 800, PG -7 146 800, PH 12 123 850, PK 31 69 1000, PL 52 19 500, PM 47 -56 100',
  'PN -24 -128 100, PR 18 -66 150, PS 32 35 150, PT 40 -8 400, PW 8 135 100, PY -24 -59 600, QA 25 51 150',
  'RO 46 25 450, RS 44 21 350, RW -2 30 200, SA 25 45 1200, SB -9 159 500, SC -5 55 100',
  'SD 15 30 1100, SE 62 16 850, SG 1 104 100, SH -12 -10 750, SI 46 15 200, SK 49 20 300, SL 8 -12 250',
  'SM 44 12 100, SN 14 -14 450, SO 5 46 1000, SR 4 -56 350, SS 8 30 750, ST 0 7 100, SV 14 -89 200',
  'SX 18 -63 100, SY 35 39 450, SZ -27 32 200, TC 22 -72 100, TD 15 17 1000, TF -49 70 150, TG 9 1 350',
  'TH 13 101 900, TJ 38 71 450, TL -9 126 200, TM 40 60 750, TN 34 10 500, TO -20 -174 250, TR 39 36 900',
  'TT 10 -61 150, TW 24 121 300, TZ -6 35 850, UA 49 31 750, UG 1 32 500, US 42 -96 2450, UY -32 -56 400',
  'UZ 43 65 800, VA 42 12 100, VC 13 -61 100, VE 7 -67 850, VG 19 -64 100, VI 18 -65 150, VN 16 105 900',
  'VU -17 168 350, WF -14 -177 200, WS -14 -172 150, YE 16 48 650, ZA -29 25 1000, ZM -13 28 800',
  'ZW -19 29 550',
  'RU 57 33 400, RU 54 38 450, RU 62 36 450, RU 67 34 350, RU 49 42 450, RU 45 41 300, RU 44 46 350',
  'RU 57 47 600, RU 53 53 500, RU 64 47 650, RU 60 58 650, RU 67 58 650, RU 56 63 500, RU 73 66 700',
  'RU 60 75 1000, RU 55 85 800, RU 70 95 1200, RU 60 105 1300, RU 52 115 900, RU 66 135 1300, RU 50 137 900',
  'RU 56 142 900, RU 65 165 1200, RU 56 160 650, RU 72 120 900',
];

/** A circle around a country, or around a part of it. */
interface Around {
  readonly code: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly reach: number;
}

const countries: ReadonlyMap<string, readonly Around[]> = Map.groupBy(
  rows.flatMap((row) => row.split(', ')).map(aroundIn),
  ({ code }) => code,
);

function aroundIn(entry: string): Around {
  const [code = '', latitude, longitude, reach] = entry.split(' ');
  return { code, latitude: Number(latitude), longitude: Number(longitude), reach: Number(reach) };
}

const earthRadius = 6_371;
const radian = Math.PI / 180;

/** Kilometres that anybody must travel at least from one country to another; 0 for neighbours, null where one is not known. */
export function kilometresApart(from: string, to: string): number | null {
  const [here, there] = [countries.get(from), countries.get(to)];
  if (here === undefined || there === undefined) return null;
  return Math.min(...here.flatMap((a) => there.map((b) => between(a, b))));
}

function between(a: Around, b: Around): number {
  const [north, south] = [a.latitude * radian, b.latitude * radian];
  const cosine =
    Math.sin(north) * Math.sin(south) +
    Math.cos(north) * Math.cos(south) * Math.cos((a.longitude - b.longitude) * radian);
  return Math.max(0, earthRadius * Math.acos(Math.min(1, cosine)) - a.reach - b.reach);
}
