; Asks Cairn whether this release may be installed over that one, before anything is touched. In an NSIS installer:
;
;   !include cairn-gate.nsh
;   Function .onInit
;     ReadRegStr $0 HKLM "Software\Ledger" "Version"
;     !insertmacro CairnGate "$EXEDIR\ledger.cairn" "$0" "9.1.0"
;   FunctionEnd
;
; An empty version: nothing is installed, go on. When the answer is no, its words are shown (a silent installer, /S, shows
; nothing), the installer's exit code is Cairn's, and it ends. Before the include, defines may say otherwise:
;
;   CAIRN_GATE_PROGRAM       "$PROGRAMFILES64\Cairn\cairn.exe" unless defined
;   CAIRN_GATE_OPTIONS       more options of cairn --plan-only, such as '--public-key "$EXEDIR\ledger.pub"'
;   CAIRN_GATE_ON_STOPS      refuse, warn or allow; the others are BLOCKED, QUESTIONS, INVALID (unknown release or damaged
;                            catalog), UNTRUSTED, DOWNGRADE, MISSING (no cairn.exe) and ERROR
;
; See docs/installers.md.
!ifndef CAIRN_GATE_INCLUDED
!define CAIRN_GATE_INCLUDED
!include LogicLib.nsh

!ifndef CAIRN_GATE_PROGRAM
  !define CAIRN_GATE_PROGRAM "$PROGRAMFILES64\Cairn\cairn.exe"
!endif
!ifndef CAIRN_GATE_OPTIONS
  !define CAIRN_GATE_OPTIONS ""
!endif
!macro CairnGateDefault CASE
  !ifndef CAIRN_GATE_ON_${CASE}
    !define CAIRN_GATE_ON_${CASE} refuse
  !endif
  !if "${CAIRN_GATE_ON_${CASE}}" != refuse
    !if "${CAIRN_GATE_ON_${CASE}}" != warn
      !if "${CAIRN_GATE_ON_${CASE}}" != allow
        !error "CAIRN_GATE_ON_${CASE} is ${CAIRN_GATE_ON_${CASE}}; it has to be refuse, warn or allow."
      !endif
    !endif
  !endif
!macroend
!insertmacro CairnGateDefault STOPS
!insertmacro CairnGateDefault BLOCKED
!insertmacro CairnGateDefault QUESTIONS
!insertmacro CairnGateDefault INVALID
!insertmacro CairnGateDefault UNTRUSTED
!insertmacro CairnGateDefault DOWNGRADE
!insertmacro CairnGateDefault MISSING
!insertmacro CairnGateDefault ERROR

; $R9: the policy of what Cairn answered. $R8: its exit code. $R7: its words.
!macro CairnGateCase CODE CASE
  ${If} $R8 == "${CODE}"
    StrCpy $R9 "${CAIRN_GATE_ON_${CASE}}"
  ${EndIf}
!macroend

!macro CairnGate CATALOG OLD NEW
  Push $R9
  Push $R8
  Push $R7
  ${If} "${OLD}" != ""
  ${AndIf} "${OLD}" != "${NEW}"
    StrCpy $R9 "${CAIRN_GATE_ON_ERROR}"
    ${If} ${FileExists} "${CAIRN_GATE_PROGRAM}"
      nsExec::ExecToStack `"${CAIRN_GATE_PROGRAM}" --plan-only --require-direct --catalog "${CATALOG}" --from "${OLD}" --to "${NEW}" ${CAIRN_GATE_OPTIONS}`
      Pop $R8
      Pop $R7
      !insertmacro CairnGateCase 10 STOPS
      !insertmacro CairnGateCase 3 BLOCKED
      !insertmacro CairnGateCase 4 QUESTIONS
      !insertmacro CairnGateCase 5 INVALID
      !insertmacro CairnGateCase 6 UNTRUSTED
      !insertmacro CairnGateCase 7 DOWNGRADE
    ${Else}
      StrCpy $R8 127
      StrCpy $R7 "There is no ${CAIRN_GATE_PROGRAM}. Install Cairn first."
      StrCpy $R9 "${CAIRN_GATE_ON_MISSING}"
    ${EndIf}
    ${If} $R8 != "0"
      ${If} $R9 == "refuse"
        MessageBox MB_OK|MB_ICONSTOP "${NEW} cannot be installed over ${OLD}.$\r$\n$\r$\n$R7" /SD IDOK
        ${If} $R8 == "error"
          StrCpy $R8 1
        ${EndIf}
        SetErrorLevel $R8
        Quit
      ${ElseIf} $R9 == "warn"
        MessageBox MB_OK|MB_ICONEXCLAMATION "${NEW} is installed over ${OLD} although Cairn warns:$\r$\n$\r$\n$R7" /SD IDOK
      ${EndIf}
    ${EndIf}
  ${EndIf}
  Pop $R7
  Pop $R8
  Pop $R9
!macroend
!endif
