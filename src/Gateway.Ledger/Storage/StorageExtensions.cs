namespace Gateway.Ledger.Storage;

internal static class StorageExtensions
{
    public static IServiceCollection AddStorage(this IServiceCollection services, DatabaseOptions options) => services
        .AddSingleton(new Database(options))
        .AddSingleton<AccessStore>();
}
