namespace Gateway.Load.Targets;

internal static class RepositoryRoot
{
    private const string GatewayDll = "src/Gateway/bin/Release/net10.0/gateway.dll";

    /// <summary>The gateway's Release build, or null when it has not been built.</summary>
    public static string? FindGateway()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
                continue;
            var dll = Path.Combine(folder.FullName, GatewayDll);
            return File.Exists(dll) ? dll : null;
        }
        return null;
    }
}
