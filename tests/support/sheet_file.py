"""A small sheet on the disk, as an organisation would send it."""

from pathlib import Path

HEADER = (
    "id,name_fi,name_sv,summary_fi,keywords,organisation,sector,needs,municipalities,phone,url,hours,cost"
)
ROWS = (
    "1,Velkaneuvonta,Skuldrådgivning,Apua laskuihin,ulosotto,Kulman Tuki ry,ngo,velat,Kuopio,017 123 4567,"
    "https://kulma.example,ma–pe 9–16,maksuton",
    "2,Ystävätoiminta,,Juttuseuraa kotiin,yksinäisyys,Kulman Tuki ry,ngo,yksinaisyys,Kuopio,017 123 4568,,,",
    "3,Ruoka-apu,Mathjälp,Ruokakassi,nälkä,Kuopion seurakunnat,parish,ruoka_apu,Kuopio|Siilinjärvi,,,,"
    "maksuton",
)


def write_sheet(folder: Path, rows: tuple[str, ...] = ROWS, name: str = "palvelut.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    return path
