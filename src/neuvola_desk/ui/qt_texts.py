"""Qt's own words (buttons of dialogs, context menus of text fields) in the language of the window."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator


class QtTexts(QObject):
    """Keeps the translation that Qt ships for the language in use."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._translator: QTranslator | None = None

    def use(self, language: str) -> bool:
        """Loads ``qtbase_<language>``; False where Qt has none, and its words are then English."""
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator.deleteLater()
            self._translator = None
        shown = "fi" if language == "pseudo" else language
        QLocale.setDefault(QLocale(shown))
        translator = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if not translator.load(f"qtbase_{shown}", folder):
            translator.deleteLater()
            return False
        self._translator = translator
        return QCoreApplication.installTranslator(translator)
