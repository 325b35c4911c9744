"""Every error that Quoth raises on purpose. Foreign errors are translated into these where they enter.

QuothError
├── LoadError            one file could not be read; the rest goes on
│   ├── EmptyDocument        no text in it
│   ├── DamagedDocument      not what its name says, or broken
│   ├── EncryptedDocument    needs a password
│   ├── UnsupportedDocument  no loader for this kind
│   ├── TooLarge             over a limit of the settings
│   ├── TooSlow              it took longer than the settings allow
│   └── LoaderCrashed        the process that read it ended without an answer
├── LibraryError         the library as a whole
│   ├── LibraryBusy          another process is writing
│   ├── LibraryDamaged       the catalog or its encoder cannot be trusted
│   └── NotInLibrary         no document with that id or path
├── SettingsError        a setting, in the environment or quoth.toml, that cannot be used
├── CorrectionError      what was to be set by hand is no value of that field
├── ModelError           weights missing, damaged, or of another shape
├── WorkspaceError       the file of briefings and conversations
│   ├── NotInWorkspace       no briefing or conversation so called
│   └── ChangedMeanwhile     somebody else changed it since it was read
├── QuestionError        a question that cannot be asked: empty, too long, no words
└── QuotationError       a quotation differs from the stored text: never shown to a reader
"""

from __future__ import annotations


class QuothError(Exception):
    """Base of all of Quoth's errors; the message is for people and says what to do."""


class LoadError(QuothError):
    """One file could not be read. `reason` is a full sentence for the list of documents."""

    @property
    def reason(self) -> str:
        """The sentence shown beside the file."""
        return str(self)


class EmptyDocument(LoadError):
    """The file holds no text."""


class DamagedDocument(LoadError):
    """The file is broken, or is not of the kind that its name says."""


class EncryptedDocument(LoadError):
    """The file needs a password."""


class UnsupportedDocument(LoadError):
    """No loader takes files of this kind."""


class TooLarge(LoadError):
    """The file, or the text in it, is over a limit of the settings."""


class TooSlow(LoadError):
    """Reading the file took longer than the settings allow."""


class LoaderCrashed(LoadError):
    """The process that read the file ended without an answer: a parser crashed, or ran out of memory."""


class LibraryError(QuothError):
    """Something is wrong with the library as a whole."""


class LibraryBusy(LibraryError):
    """Another process is writing to this library."""


class LibraryDamaged(LibraryError):
    """The catalog, or the encoder that the library carries, cannot be trusted."""


class NotInLibrary(LibraryError):
    """The library has no document with that id or path."""


class SettingsError(QuothError):
    """A setting has a value that it cannot have, or the file of settings cannot be read."""


class CorrectionError(QuothError):
    """What was to be set by hand is no value of that field, or there is no such field."""


class ModelError(QuothError):
    """A model's files are missing, damaged, or of another shape."""


class WorkspaceError(QuothError):
    """The file that keeps briefings and conversations cannot be used."""


class NotInWorkspace(WorkspaceError):
    """There is no briefing or conversation with that id or name."""


class ChangedMeanwhile(WorkspaceError):
    """Somebody else changed or removed it since it was read: nothing was overwritten."""


class QuestionError(QuothError):
    """The question cannot be asked: empty, too long, or without a word in it."""


class QuotationError(QuothError):
    """A quotation is not, character for character, what the stored text holds at its offsets."""
