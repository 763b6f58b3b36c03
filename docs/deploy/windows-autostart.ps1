# Windows: starts the dashboard with the machine, without anybody logging in, and again when it falls.
# 开机自动启动看板，不需要登录；出错一分钟后重启。
# Run once in PowerShell as administrator, in the product's folder. 在产品文件夹里，用管理员身份运行一次：
#     powershell -ExecutionPolicy Bypass -File docs\deploy\windows-autostart.ps1 -Store D:\dashboard\store

param(
    [Parameter(Mandatory = $true)] [string] $Store,
    [string] $Logs = "$Store-logs",
    [int] $Port = 8501
)

$ErrorActionPreference = "Stop"
$product = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)

# The task runs as LocalService, an account without rights to other machines: the folders are given to it.
foreach ($folder in $product, $Store, $Logs) {
    New-Item -ItemType Directory -Force -Path $folder | Out-Null
    icacls $folder /grant "*S-1-5-19:(OI)(CI)M" /T /Q | Out-Null
}
[Environment]::SetEnvironmentVariable("DASHBOARD_STORE", $Store, "Machine")
[Environment]::SetEnvironmentVariable("DASHBOARD_LOGS", $Logs, "Machine")

$python = (Get-Command py.exe).Source
$action = New-ScheduledTaskAction -Execute $python -Argument "start.py --port $Port" -WorkingDirectory $product
$trigger = New-ScheduledTaskTrigger -AtStartup
$account = New-ScheduledTaskPrincipal -UserId "LOCALSERVICE" -LogonType ServiceAccount
$settings = New-ScheduledTaskSettingsSet -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) `
    -ExecutionTimeLimit ([TimeSpan]::Zero) -AllowStartIfOnBatteries
Register-ScheduledTask -TaskName "dashboard" -Action $action -Trigger $trigger -Principal $account `
    -Settings $settings -Force | Out-Null
Start-ScheduledTask -TaskName "dashboard"
Write-Host "http://localhost:$Port"
