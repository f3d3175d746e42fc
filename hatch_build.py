"""Compile some loops when Accord is installed or packed, where there is a compiler; without one, do without.

Installed from source on a machine without a compiler or Python's headers, Accord is pure Python and takes longer to
align and to find terms; nothing else is different. ``ACCORD_COMPILE=0`` leaves the compiler alone, ``ACCORD_COMPILE=1``
makes a failure an error (for those who make wheels).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_FLAGS = ("-O3", "-g0", "-ffp-contract=off", "-fno-math-errno", "-fvisibility=hidden")
MODULES = {
    "tmx.align._kernels": "tmx/align/loops/*.c",
    "tmx.text._stems": "tmx/text/stems.c",
    "termbase.match._walks": "termbase/match/walks.c",
}


class CompiledLoops(BuildHookInterface):  # type: ignore[type-arg] # of whatever configuration
    """The build hook that :file:`pyproject.toml` names."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the loops beside their source and make a wheel of this platform, if that can be done."""
        wanted = os.environ.get("ACCORD_COMPILE", "")
        if self.target_name != "wheel" or wanted == "0":
            return
        try:
            built = _compile(Path(self.root))
        except Exception as error:  # whatever a compiler, or the lack of one, may bring about
            if wanted == "1":
                raise
            reason = (str(error) or type(error).__name__).splitlines()[-1]
            self.app.display_warning(f"Accord goes without compiled loops: {reason}")
            return
        build_data["pure_python"] = False
        # One module serves every Python from the first that is supported on.
        build_data["tag"] = f"cp{sys.version_info.major}11-abi3-{_platform()}"
        build_data["artifacts"] += [path.as_posix() for path in built]


def _platform() -> str:
    from packaging.tags import sys_tags

    return next(sys_tags()).platform


def _compile(root: Path) -> list[Path]:
    """The compiled modules, relative to ``root``."""
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    here = Path.cwd()
    os.chdir(root)
    try:
        windows = sys.platform == "win32"
        extensions = [
            Extension(
                module,
                sorted(path.as_posix() for path in Path().glob(sources)),
                py_limited_api=True,
                # A product and a sum are rounded one after the other, as numpy does it.
                extra_compile_args=[] if windows else list(_FLAGS),
                libraries=[] if windows else ["m"],
            )
            for module, sources in MODULES.items()
        ]
        command = build_ext(Distribution({"name": "accord-loops", "ext_modules": extensions}))
        command.inplace = command.force = True
        command.build_temp = command.build_lib = str(Path("out") / "compiled")
        command.ensure_finalized()
        command.run()
        return [Path(command.get_ext_fullpath(module)).resolve().relative_to(root.resolve()) for module in MODULES]
    finally:
        os.chdir(here)
