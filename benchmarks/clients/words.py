# ruff: noqa: E501 - lists of words read better without a line for each
"""The words that clients are made of. Everything is invented; addresses for mail end in .example (RFC 2606)."""

from __future__ import annotations

TRADES = (
    "Bakkerij", "Notariskantoor", "Transportbedrijf", "Stichting", "Zorggroep", "Architectenbureau", "Tandartspraktijk",
    "Groothandel", "Installatiebedrijf", "Accountantskantoor", "Drukkerij", "Kwekerij", "Hotel", "Advocaten", "Makelaardij",
    "Autobedrijf", "Loonwerkbedrijf", "Dierenartsenpraktijk", "Uitzendbureau", "Ingenieursbureau", "Basisschool", "Café",
    "Conservenfabriek", "Scheepswerf", "Bouwbedrijf", "Apotheek", "Fysiotherapie", "Brouwerij", "Reisbureau", "Atelier",
    "Coöperatie", "Vereniging", "Zuivelhandel", "Slagerij", "Fietsenmaker", "Meubelmakerij", "Schildersbedrijf", "Gemaal",
    "Crèche", "Museum", "Uitgeverij", "Reclamebureau", "Tuincentrum", "Technisch Bureau", "Verhuisbedrijf", "Ziekenhuis",
    "Zwembad", "Radio",
)  # fmt: skip
SURNAMES = (
    "Van Dijk", "De Linde", "Hoekstra", "De Brug", "Het Anker", "’t Hart", "'t Veer", "Van der Meer-De Wit", "Yılmaz", "Ağaoğlu",
    "Müller & Zn.", "Brontë", "Łukaszewicz", "Nuñez", "O'Brien", "D’Angelo", "Škoda", "Ångström", "Œuvrard", "Groß", "Dvořák",
    "Îles d’Or", "Şahin", "Papadópoulos", "De Jong", "Jansen", "Bakker", "Visser", "Smit", "Meijer", "De Boer", "Mulder",
    "Bos", "Vos", "Peters", "Hendriks", "Van Leeuwen", "Dekker", "Brouwer", "Dijkstra", "Postma", "Kok", "Wouters", "Kuijpers",
    "Van den Heuvel", "Schouten", "Willems", "Maas", "Verhoeven", "Koster", "Prins", "Huisman", "Kuiper", "Blom", "Zijlstra",
    "\"De Hoek\"", "100% Groen", "C# Studio", "Alles: Kan", "1-2-3", "[blok]", "{krul}", "*ster*", "#1", "@Home", "Zo & Zo",
    "Ja, Graag", "Wie? Wij!", "A|B", "50/50", "No", "<Punt>", "50 €", "~Tilde~", "`Kwartier`", "Æsop", "Þórsson", "Đorđević",
    "Ħal Far", "Čapek", "Żółć", "Ősz", "İnci", "Señor", "Ferreira da Conceição", "Van Oranje-Nassau", "Ten Brinke", "Op ’t Hof",
    "In den Bosch", "Zur Mühlen", "El Amrani", "Öztürk", "Nguyễn", "Crème", "Fjällräven", "Zaïre", "Coëlho", "Ryūkyū", "Naïma",
    "Te Water",
)  # fmt: skip
LEGAL = ("B.V.", "N.V.", "", "V.O.F.", "U.A.", "Holding B.V.")
CITIES = (
    ("Utrecht", 3511, "030"), ("Zeist", 3702, "030"), ("Amsterdam", 1018, "020"), ("Harlingen", 8861, "0517"),
    ("Rotterdam", 3011, "010"), ("Den Haag", 2511, "070"), ("’s-Hertogenbosch", 5211, "073"), ("Groningen", 9711, "050"),
    ("Maastricht", 6211, "043"), ("Middelburg", 4331, "0118"), ("Zwolle", 8011, "038"), ("Arnhem", 6811, "026"),
    ("Nijmegen", 6511, "024"), ("Eindhoven", 5611, "040"), ("Tilburg", 5011, "013"), ("Breda", 4811, "076"),
    ("Leeuwarden", 8911, "058"), ("Assen", 9401, "0592"), ("Lelystad", 8224, "0320"), ("Haarlem", 2011, "023"),
    ("Leiden", 2311, "071"), ("Delft", 2611, "015"), ("Gouda", 2801, "0182"), ("Amersfoort", 3811, "033"),
    ("Apeldoorn", 7311, "055"), ("Enschede", 7511, "053"), ("Emmen", 7811, "0591"), ("Alkmaar", 1811, "072"),
    ("Hoorn", 1621, "0229"), ("Dordrecht", 3311, "078"), ("Venlo", 5911, "077"), ("Roermond", 6041, "0475"),
    ("Súdwest-Fryslân", 8601, "0515"), ("Oud-Beijerland", 3261, "0186"), ("Hellevoetsluis", 3221, "0181"), ("Goes", 4461, "0113"),
    ("Vlissingen", 4381, "0118"), ("Deventer", 7411, "0570"), ("Almere", 1315, "036"), ("Hilversum", 1211, "035"),
)  # fmt: skip
ABROAD = (
    ("Newcastle upon Tyne", "NE1 3AB", "GB", "Companies House"),
    ("Antwerpen", "2000", "BE", "KBO"),
    ("Düsseldorf", "40213", "DE", "Handelsregister B"),
    ("København K", "1050", "DK", "CVR"),
)
STREETS = (
    "Molenstraat", "Lindelaan", "Havenweg", "Ankerplein", "Dorpsstraat", "Prins Bernhardkade", "Burgemeester ’t Hooftlaan", "Markt",
    "Laan van Nieuw-Guinea", "Industrieweg", "1e Dwarsstraat", "Zuidersingel", "Kerkpad", "Oude Rijn", "Coëhoornsingel",
)  # fmt: skip
FIRST_NAMES = (
    "Jan", "Fatima", "Willem", "Kate", "Sven", "Annemarie", "Noor", "Tjitske", "Marloes", "Daan", "Esra", "Zoë", "Renée", "Siân",
    "Björn", "Jürgen", "Çiğdem", "Ömer", "Łucja", "José", "Chloë", "André", "Bülent", "Inês", "Søren", "Þóra", "Jean-Luc", "Maud",
    "Ties", "Fleur",
)  # fmt: skip
LAST_NAMES = (
    "de Vries", "El Amrani", "van Dijk", "Whitfield", "Bakker", "Lindeman", "Yılmaz", "Hoekstra", "Visser", "Groen", "Kaya",
    "van ’t Hof", "O'Neill", "Müller-Lüdenscheidt", "Nuñez", "Ångström", "d’Hondt", "Łoś", "Çelik", "van der Wal", "ten Have",
    "Jansen", "Smits", "de Groot", "Bos",
)  # fmt: skip
FUNCTIONS = {
    "nl": (
        "IT-coördinator", "Hoofd administratie", "Directeur", "Kantoormanager", "Functioneel beheerder", "Manager ICT", "Servicedesk",
        "Chef werkplaats", "Controller (a.i.)", "Office-manager & secretaris",
    ),
    "en": (
        "IT coordinator", "Head of administration", "Managing director", "Office manager", "Application manager", "Operations manager",
        "Service desk", "Workshop foreman", "Controller (interim)", "Office manager & secretary",
    ),
}  # fmt: skip

SERVERS = {
    "nl": (
        ("dc", "Domeincontroller"), ("file", "Bestanden en back-ups"), ("erp", "Server voor het ERP-pakket"), ("app", "Productieplanning"),
        ("web", "Cliëntportaal"), ("log", "Verzamelt logboeken"), ("sql", "Database: orders & voorraad"), ("print", "Afdrukken"),
        ("rds", "Werken op afstand"), ("mail", "Post (oud, wordt uitgefaseerd)"),
    ),
    "en": (
        ("dc", "Domain controller"), ("file", "Files and backups"), ("erp", "Server of the ERP package"), ("app", "Production planning"),
        ("web", "Client portal"), ("log", "Collects logs"), ("sql", "Database: orders & stock"), ("print", "Printing"),
        ("rds", "Remote work"), ("mail", "Mail (old, being phased out)"),
    ),
}  # fmt: skip
WINDOWS_SERVERS = (
    "windows-server-2016",
    "windows-server-2019",
    "windows-server-2022",
    "windows-server-2022",
    "windows-server-2025",
)
LINUX_SERVERS = ("ubuntu-22.04", "ubuntu-24.04", "debian-12", "rhel-9")
WORKPLACES = {
    "nl": (("werkplekken", "Kantoor en winkels"), ("laptops", "Buitendienst"), ("macs", "Vormgeving"), ("balie", "Balies")),
    "en": (("workplaces", "Office and shops"), ("laptops", "Field staff"), ("macs", "Design"), ("desks", "Front desks")),
}
NETWORK = {
    "nl": (
        ("firewall", "fortios", "Firewall"), ("sw-core", "cisco-ios-xe", "Hoofdswitches"), ("switches", "aruba-os", "Switches op de verdiepingen"),
        ("wifi", "aruba-os", "Draadloos netwerk"), ("fw-loods", "fortios", "Firewall van de loods"),
    ),
    "en": (
        ("firewall", "fortios", "Firewall"), ("sw-core", "cisco-ios-xe", "Core switches"), ("switches", "aruba-os", "Switches on each floor"),
        ("wifi", "aruba-os", "Wireless network"), ("fw-depot", "fortios", "Firewall of the depot"),
    ),
}  # fmt: skip
APPROVERS = ("Directie", "Operations Manager", "J. de Vries", "mr. A.B. Lindeman", "Raad van Bestuur")
REASONS = {
    "nl": (
        "Onderdeel van de aanbieding", "Overgenomen uit de vorige overeenkomst", "Zorg gaat voor", "De dagdienst begint om half acht",
        "Afgesproken bij de verlenging; zie het verslag van het serviceoverleg", "Vraag van de opdrachtgever, akkoord van de directie",
    ),
    "en": (
        "Part of the offer", "Taken over from the previous agreement", "Care comes first", "The day shift starts at half past seven",
        "Agreed at the renewal; see the minutes of the service review", "Asked by the client, agreed by the board",
    ),
}  # fmt: skip
CHANGES = {
    "nl": (
        "Halfjaarlijkse bespreking", "Vijf werkplekken erbij na de opening van een winkel", "Nieuwe vestiging", "Indexering: CBS 3,2%",
        "Overname van het bedrijf van de buren", "Minder mensen op kantoor",
    ),
    "en": (
        "Half-year review", "Five workplaces more after a shop opened", "New warehouse", "Indexation: CBS 3.2%",
        "Takeover of the neighbours’ business", "Fewer people at the office",
    ),
}  # fmt: skip
ACTIVITIES = {
    "nl": (
        ("backup", "Back-up van de servers"), ("erp", "Beheer van het ERP-pakket"), ("accounts", "In- en uitdienstmelding van medewerkers"),
        ("cloud", "Inrichting van Microsoft 365"), ("telefonie", "Telefonie"), ("servers", "Beheer van de servers"),
        ("printers", "Printers: toner en storingen"), ("licenties", "Licenties"),
    ),
    "en": (
        ("backup", "Backup of the servers"), ("erp", "Management of the ERP package"), ("accounts", "Reporting joiners and leavers"),
        ("cloud", "Set-up of Microsoft 365"), ("telephony", "Telephony"), ("servers", "Server maintenance"),
        ("printers", "Printers: toner and faults"), ("licences", "Licences"),
    ),
}  # fmt: skip
SUPPLIERS = (
    ("erp-partners", "ERP Partners B.V."), ("dossiersoft", "Dossiersoft B.V."), ("belnet", "Belnet Zorg"), ("printplus", "Print+ Ñandú"),
    ("kassa-co", "Kassa & Co."),
)  # fmt: skip
COVERS = {
    "nl": ("Onderhoud van het ERP-pakket", "Elektronisch dossier", "Telefonie", "Printers en toner", "Kassasysteem"),
    "en": ("Maintenance of the ERP package", "Electronic records", "Telephony", "Printers and toner", "Tills"),
}
AGREEMENTS = {
    "nl": (
        "Werkzaamheden worden een werkdag van tevoren gemeld.", "Meldt nieuwe versies twee weken van tevoren; bij spoed: bellen.",
        "Krijgt toegang na toestemming van de opdrachtgever.\nDe toegang wordt na afloop weer ingetrokken.",
    ),
    "en": (
        "Work is announced one working day in advance.", "Announces new versions two weeks in advance; if urgent: calls.",
        "Is let in after the client's consent.\nAccess is withdrawn again afterwards.",
    ),
}  # fmt: skip
WORK = {
    "nl": (
        "Updates en herstart",
        "Updates van het ERP-systeem",
        "Opschonen en controle",
        "Firmware, alleen na overleg",
        "Herstart",
    ),
    "en": (
        "Updates and restart",
        "Updates of the ERP system",
        "Clean-up and checks",
        "Firmware, only after consultation",
        "Restart",
    ),
}
WATCHING = {
    "nl": "Meekijken gebeurt alleen nadat de medewerker er telefonisch mee heeft ingestemd.",
    "en": "We look along only after the employee has agreed to it by telephone.",
}
BUSY = {
    "nl": ("De bakkerij produceert in de nacht", "In deze uren wordt zorg verleend"),
    "en": ("Night shift", "Care is given then"),
}
AGENDA = {
    "nl": (
        "Voortgang van de verhuizing",
        "Licenties van het kassasysteem",
        "Beveiliging van cliëntgegevens",
        "Kosten & facturen",
    ),
    "en": ("Progress of the move", "Licences of the tills", "Security of client data", "Costs & invoices"),
}
CONTRACT_NOTES = {
    "nl": {
        "form": "Wat er is afgenomen, met de prijs per maand.",
        "emergency_service": "De Calamiteitendienst: wie hier staat, krijgt het nummer.",
        "deviations": "Afspraken die afwijken van de standaard.",
        "amendments": "Wat er later is gewijzigd.",
    },
    "en": {
        "form": "What was bought, with its price a month.",
        "emergency_service": "The emergency service: who stands here gets the number.",
        "deviations": "What was agreed differently from the standard.",
        "amendments": "What was changed later.",
    },
}
DAP_NOTES = {
    "nl": {
        "reporters": "Alleen deze contactpersonen mogen melden.",
        "roles": "Wie is verantwoordelijk, en wie voert uit.",
        "monitoring": "Waar de bewaking van de standaard afwijkt.",
        "maintenance": "Vaste onderhoudstijden.",
        "no_maintenance": "Uren waarop systemen beschikbaar moeten zijn.",
    },
    "en": {
        "reporters": "Only these contacts may report.",
        "roles": "Who is responsible, and who does the work.",
        "monitoring": "Where monitoring differs from the standard.",
        "maintenance": "Fixed maintenance times.",
        "no_maintenance": "Hours in which systems must be available.",
    },
}
