# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0
"""What the sources do not say, or no longer say right.  README.md gives the reasons."""

REGION = (14, -20, 60, 30)

# ISO 3166 code, name, and a box around the country, rounded outwards to 0.1 degree.
COUNTRIES = (
    ("BDI", "Burundi", (28.9, -4.5, 30.9, -2.3)),
    ("DJI", "Djibouti", (41.7, 10.9, 43.5, 12.8)),
    ("ERI", "Eritrea", (36.4, 12.3, 43.2, 18.1)),
    ("ETH", "Ethiopia", (32.9, 3.4, 48.0, 14.9)),
    ("KEN", "Kenya", (33.8, -4.8, 42.0, 5.5)),
    ("RWA", "Rwanda", (28.8, -2.9, 30.9, -1.0)),
    ("SOM", "Somalia", (40.9, -1.7, 51.5, 12.0)),
    ("SSD", "South Sudan", (23.4, 3.4, 36.0, 12.3)),
    ("SDN", "Sudan", (21.8, 8.6, 38.7, 23.2)),
    ("TZA", "Tanzania", (29.3, -11.8, 40.5, -0.9)),
    ("UGA", "Uganda", (29.5, -1.5, 35.1, 4.3)),
)

# Natural Earth's own codes.
CODES = {"SDS": "SSD", "SOL": "SOM", "KOS": "XKX", "SAH": "ESH", "PSX": "PSE"}

BORDER_CLASSES = {
    "International boundary (verify)": False,
    "International boundary (Magics)": False,
    "Disputed (please verify)": True,
    "Indefinite (please verify)": True,
    "Indeterminant frontier": True,
    "Line of control (please verify)": True,
    "ForgetMagics": None,  # the berm in Western Sahara, which is no border
    "Lease limit": None,
    "Overlay limit": None,
}

# Natural Earth draws Egypt and Sudan along 22° N alone.  East of this longitude Sudan's
# claim is the administrative line of 1902, which GSHHG has.
HALAYIB_WEST = 33.18
HALAYIB_BOX = (33.0, 21.5, 38.0, 24.0)

# First-level divisions: "lines" draws them all, "regions" only the greatest, whose classes
# have "region" in their name.  Anything else is a reason not to draw a country's.
DIVISIONS = {
    "AGO": "18 provinces; 21 since 2024",
    "ARE": "lines",
    "BDI": "17 provinces of before Rumonge (2015); 5 since 2025",
    "BHR": "5 governorates; 4 since 2014",
    "BWA": "statistical boundaries only",
    "CAF": "16 prefectures; 20 since 2020",
    "CMR": "lines",
    "COD": "11 provinces; 26 since 2015",
    "COG": "12 departments; 15 since 2024",
    "DJI": "lines",
    "EGY": "lines",
    "ERI": "lines",
    "ETH": "11 regions with SNNP; Sidama (2020), South West (2021), South and Central "
           "Ethiopia (2023) are missing",
    "IRN": "lines",
    "IRQ": "lines",
    "JOR": "lines",
    "KEN": "8 provinces; 47 counties since 2013",
    "KWT": "lines",
    "LBY": "districts of before 2007",
    "MDG": "22 regions; 24 since 2023",
    "MOZ": "lines",
    "MUS": "too small to be seen",
    "MWI": "regions",
    "NAM": "13 regions; 14 since 2013",
    "NER": "lines",
    "OMN": "lines",
    "QAT": "7 municipalities; 8 since 2014",
    "RWA": "lines",
    "SAU": "lines",
    "SDN": "17 states without West Kordofan (2013); South Sudan's are still among them",
    "SOM": "13 of 18 regions: the five in the north-west are missing",
    "SYC": "too small to be seen",
    "TCD": "22 regions; 23 provinces since 2012, when Ennedi was divided",
    "TZA": "30 regions; Songwe (2016) is missing",
    "UGA": "regions",  # the districts are those of 2010, the four regions are in force
    "YEM": "lines",
    "ZMB": "the provinces of before Chama, Chirundu and Itezhi-Tezhi changed theirs (2021)",
    "ZWE": "lines",
}

# (country, name): what to change.
PLACES = {
    ("BDI", "Bujumbura"): {"capital": False},
    ("BDI", "Gitega"): {"capital": True},  # since 2019
    ("ETH", "Awasa"): {"name": "Hawassa"},
    ("ETH", "Hagere Hiywet"): {"name": "Ambo"},
    ("ETH", "Nazret"): {"name": "Adama"},
    ("RWA", "Butare"): {"name": "Huye"},  # this and the next eight since 2006
    ("RWA", "Byumba"): {"name": "Gicumbi"},
    ("RWA", "Cyangugu"): {"name": "Rusizi"},
    ("RWA", "Gikongoro"): {"name": "Nyamagabe"},
    ("RWA", "Gisenyi"): {"name": "Rubavu"},
    ("RWA", "Gitarama"): {"name": "Muhanga"},
    ("RWA", "Kibungo"): {"name": "Ngoma"},
    ("RWA", "Kibuye"): {"name": "Karongi"},
    ("RWA", "Ruhengeri"): {"name": "Musanze"},
    ("SDN", "EdDamer"): {"name": "Ed Damer"},
    ("SOM", "Hargeysa"): {"capital": False},
    ("SOM", "Mandera"): {"country": "KEN"},
    ("TZA", "Dar es Salaam"): {"capital": False},
    ("TZA", "Dodoma"): {"capital": True},
}

# Names that lost their accents on the way.
RIVERS = {
    "Aoukal?": "Aoukalé",
    "B?nou?": "Bénoué",
    "Kad??": "Kadéï",
    "L?rio": "Lúrio",
    "Pungu?": "Púnguè",
}
