using Microsoft.EntityFrameworkCore;

namespace Gateway.Alerts.Board;

/// <summary>The table of the board, beside those of the ledger.</summary>
internal sealed class BoardContext(DbContextOptions<BoardContext> options) : DbContext(options)
{
    public const string History = "alert_migrations";

    public DbSet<BoardRow> Boards => Set<BoardRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<BoardRow>(static row =>
    {
        row.ToTable("alert_board");
        row.HasKey(static b => b.Id);
        row.Property(static b => b.Id).HasColumnName("id").ValueGeneratedNever();
        row.Property(static b => b.Revision).HasColumnName("revision");
        row.Property(static b => b.Document).HasColumnName("document");
    });
}
