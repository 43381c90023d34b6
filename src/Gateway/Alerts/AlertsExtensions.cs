using Gateway.Alerts.Board;
using Gateway.Alerts.Targets;
using Gateway.Storage;

namespace Gateway.Alerts;

internal static class AlertsExtensions
{
    /// <summary>Adds what takes and tells alerts. Stores that were registered before, such as Redis, are used before the database.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services, DatabaseOptions database) => services
        .AddSingleton(static s => new AlertReplica(Guid.CreateVersion7(s.GetRequiredService<TimeProvider>().GetUtcNow()).ToString("N")))
        .AddSingleton<AlertInbox>()
        .AddSingleton<IAlerts>(static s => s.GetRequiredService<AlertInbox>())
        .AddSingleton<AlertSender>()
        .AddSingleton<AlertInstruments>()
        .AddSingleton<AlertTeller>()
        .AddBoardStores(database)
        .AddSingleton(static s => new BoardExchange(
            [.. s.GetServices<IBoardStore>()], s.GetRequiredService<AlertReplica>().Name, s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<BoardExchange>>()))
        .AddSingleton<AlertKeeper>()
        .AddHostedService(static s => s.GetRequiredService<AlertKeeper>());

    private static IServiceCollection AddBoardStores(this IServiceCollection services, DatabaseOptions database) =>
        database.Provider == Configuration.StorageProvider.None
            ? services
            : services.AddSingleton<IBoardStore>(s => new DatabaseBoardStore(database.ForLedger));
}
